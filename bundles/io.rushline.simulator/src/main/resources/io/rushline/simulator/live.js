// Shows what has arrived as it arrives: fetches the list, rendered by the server, once a second while the page can be seen.
const live = document.getElementById('live');
let shown = '';
async function refresh() {
  if (document.hidden) return;
  try {
    const answer = await fetch('/live');
    const now = await answer.text();
    live.classList.toggle('stale', !answer.ok);
    if (answer.ok && now !== shown) live.innerHTML = shown = now;
  } catch {
    live.classList.add('stale'); // the simulator is away: keep what we know, and show that it is old
  }
}
setInterval(refresh, 1000);
