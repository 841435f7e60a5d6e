package io.rushline.queue.derby;

import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.QueueException;
import io.rushline.queue.api.QueueException.Code;
import io.rushline.vault.api.VaultException;
import java.sql.SQLException;
import java.util.List;

/** Does the same to very many items, in transactions so small that nobody waits long for one. */
final class Bulk {

    private static final int AT_ONCE = 500;

    /** What is done to each, and to no other of them; one for which it is an illegal transition is passed over, so it must throw before it writes. */
    interface Each {
        void run(Transaction transaction, Row row) throws SQLException, VaultException, QueueException;
    }

    private final Transactions transactions;

    Bulk(Transactions transactions) {
        this.transactions = transactions;
    }

    /** @return how many changed */
    int apply(List<ItemId> ids, Each each) throws QueueException {
        int changed = 0;
        for (int from = 0; from < ids.size(); from += AT_ONCE) {
            List<ItemId> some = ids.subList(from, Math.min(from + AT_ONCE, ids.size()));
            changed += transactions.write(transaction -> {
                int count = 0;
                for (Row row : transaction.items.all(some)) {
                    count += changes(transaction, row, each) ? 1 : 0;
                }
                return count;
            });
        }
        return changed;
    }

    private static boolean changes(Transaction transaction, Row row, Each each) throws SQLException, VaultException, QueueException {
        int before = transaction.changes().size();
        try {
            each.run(transaction, row);
        } catch (QueueException refused) {
            if (refused.code() != Code.ILLEGAL_TRANSITION) {
                throw refused;
            }
        }
        return transaction.changes().size() > before;
    }
}
