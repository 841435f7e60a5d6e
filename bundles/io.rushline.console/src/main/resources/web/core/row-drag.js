/**
 * Moves a row of the queue by its handle, with mouse, pen or finger. Among the rows that have a place in line (`data-line`) it marks where the row
 * would go (`data-drop`); Escape ends it.
 */
export function dragRow(event, drop) {
  const handle = event.currentTarget;
  const row = handle.closest('queue-row');
  const others = [...row.parentElement.querySelectorAll('queue-row[data-line]')].filter((other) => other !== row);
  if (event.button || !others.length) {
    return;
  }
  event.preventDefault();
  handle.setPointerCapture(event.pointerId);
  const ends = new AbortController();
  let mark; // {row, side}
  row.dataset.dragged = '';

  const show = (next) => {
    delete mark?.row.dataset.drop;
    mark = next;
    if (mark) {
      mark.row.dataset.drop = mark.side;
      mark.row.scrollIntoView({block: 'nearest'});
    }
  };
  const end = () => {
    show(null);
    delete row.dataset.dragged;
    ends.abort();
  };
  const listen = (target, name, act) => target.addEventListener(name, act, {signal: ends.signal});

  listen(handle, 'pointermove', ({clientY}) => {
    const next = others.find((other) => clientY < middle(other));
    show(next ? {row: next, side: 'before'} : {row: others.at(-1), side: 'after'});
  });
  listen(handle, 'pointerup', () => {
    const place = mark;
    end();
    if (place) {
      drop(row.item, place.side === 'before' ? place.row.item : null, others.at(-1).item);
    }
  });
  listen(handle, 'lostpointercapture', end);
  listen(document, 'keydown', ({key}) => key === 'Escape' && end());
}

function middle(row) {
  const {top, height} = row.getBoundingClientRect();
  return top + height / 2;
}
