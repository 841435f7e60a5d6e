package io.rushline.queue.derby;

import io.rushline.queue.api.Asset;
import io.rushline.queue.api.Asset.Way;
import io.rushline.queue.api.Checksums;
import io.rushline.queue.api.Item;
import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.ItemState;
import io.rushline.queue.api.Part;
import io.rushline.queue.api.QueueException;
import io.rushline.queue.api.QueueException.Code;
import io.rushline.queue.api.Reason;
import io.rushline.queue.api.Receipt;
import io.rushline.queue.api.Work;
import io.rushline.vault.api.Vault;
import io.rushline.vault.api.VaultException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the uploader does to items: claims, assets, parts, completion. */
final class Uploads {

    private static final Logger LOG = System.getLogger(Uploads.class.getName());
    private static final Reason URLS_LOST = new Reason("queue.urls-lost", "The upload URLs of the asset cannot be decrypted any more.",
            "Delete the unfinished asset in the cloud.");

    private final Transactions transactions;
    private final Vault vault;

    Uploads(Transactions transactions, Vault vault) {
        this.transactions = transactions;
        this.vault = vault;
    }

    Optional<Work> claim(String projectId, Set<ItemId> inHand) throws QueueException {
        return transactions.write(transaction -> {
            Optional<ItemId> next = transaction.tally.order().next(projectId, inHand, transaction.now);
            return next.isPresent() ? Optional.of(claim(transaction, next.get())) : Optional.empty();
        });
    }

    private Work claim(Transaction transaction, ItemId id) throws SQLException, VaultException, QueueException {
        Row row = transaction.get(id);
        if (row.state() != ItemState.UPLOADING) { // else a predecessor has claimed it
            row = transaction.change(row, edit -> edit.take(Transition.CLAIM));
        }
        try {
            return new Work(row.item(), transaction.assets.find(vault, id), transaction.assets.parts(id));
        } catch (VaultException failed) {
            if (failed.code() != VaultException.Code.TAMPERED) {
                throw failed;
            }
            LOG.log(Level.WARNING, "The upload URLs of item " + id + " cannot be read any more; it gets a new asset", failed);
            return new Work(abandon(transaction, row, URLS_LOST).item(), Optional.empty(), List.of());
        }
    }

    void assetCreated(ItemId id, Asset asset, List<Part> parts) throws QueueException {
        byte[] sealed;
        try {
            sealed = AssetTable.seal(vault, asset);
        } catch (VaultException failed) {
            throw new QueueException(Code.STORE, "", failed);
        }
        transactions.write(transaction -> {
            Row before = transaction.get(id);
            Item item = before.item();
            if (item.assetId().equals(Optional.of(asset.id()))) {
                return before;
            }
            if (item.assetId().isPresent()) {
                throw new QueueException(Code.ILLEGAL_TRANSITION, "item " + id + " has an asset", null);
            }
            requirePossible(item, asset, parts);
            Row after = transaction.change(before, edit -> edit.take(Transition.CREATE_ASSET).movedOn()
                    .asset(asset.id(), Row.millis(asset.createdAt())).parts(parts.size())
                    .acknowledged(PartList.acknowledged(parts), PartList.acknowledgedBytes(parts)));
            transaction.assets.insert(id, asset, sealed, parts, transaction.now);
            return after;
        });
    }

    private static void requirePossible(Item item, Asset asset, List<Part> parts) {
        if (asset.way() == Way.REALTIME) {
            PartList.added(List.of(), parts);
        } else if (item.growing()) {
            throw new IllegalArgumentException("A clip that is still being recorded has no parts planned at once");
        } else {
            PartList.requireCover(parts, item.clip().sizeBytes(), asset.uploadUrls().size());
        }
    }

    void addParts(ItemId id, String assetId, List<Part> parts) throws QueueException {
        transactions.write(transaction -> {
            Row before = transaction.get(id);
            if (!before.item().assetId().equals(Optional.of(assetId)) || before.state() != ItemState.UPLOADING) {
                throw new QueueException(Code.ILLEGAL_TRANSITION, "item " + id + " is not being uploaded as asset " + assetId, null);
            }
            List<Part> added = PartList.added(transaction.assets.parts(id), parts);
            if (!added.isEmpty() && transaction.assets.way(id).filter(Way.REALTIME::equals).isEmpty()) {
                throw new IllegalArgumentException("All parts of asset " + assetId + " were planned at once");
            }
            transaction.assets.add(id, added, transaction.now);
            return transaction.change(before, edit -> edit.parts(added.size())
                    .acknowledged(PartList.acknowledged(added), PartList.acknowledgedBytes(added)));
        });
    }

    void acknowledge(ItemId id, String assetId, int part, Receipt receipt) throws QueueException {
        transactions.write(transaction -> {
            Row before = transaction.get(id);
            Optional<Long> bytes = before.item().assetId().equals(Optional.of(assetId))
                    ? transaction.assets.acknowledge(id, part, receipt, transaction.now) : Optional.empty();
            if (bytes.isPresent()) {
                ItemEdit edit = new ItemEdit(before).acknowledged(1, bytes.get()).movedOn();
                Row after = edit.done();
                transaction.items.progress(after.item());
                transaction.changed(before, after);
            }
            return bytes;
        });
    }

    void complete(ItemId id, Checksums checksums) throws QueueException {
        transactions.write(transaction -> {
            Row before = transaction.get(id);
            Item item = before.item();
            if (before.state() == ItemState.COMPLETED) {
                return before;
            }
            List<Part> parts = transaction.assets.parts(id);
            if (item.growing() || item.assetId().isEmpty() || item.ackedParts() < item.partCount()) {
                throw new QueueException(Code.ILLEGAL_TRANSITION, "item " + id + ": " + item.ackedParts() + " of " + item.partCount()
                        + " parts are acknowledged" + (item.growing() ? ", and it grows" : ""), null);
            }
            Optional<String> gap = PartList.gap(parts, item.clip().sizeBytes());
            if (gap.isPresent()) {
                throw new QueueException(Code.ILLEGAL_TRANSITION, "item " + id + ": " + gap.get(), null);
            }
            transaction.assets.delete(id); // the URLs are of no use any more
            return transaction.change(before, edit -> edit.take(Transition.COMPLETE).movedOn()
                    .completed(checksums, PartList.networks(parts), transaction.now));
        });
    }

    void abandonAsset(ItemId id, Reason why) throws QueueException {
        transactions.write(transaction -> abandon(transaction, transaction.get(id), why));
        LOG.log(Level.INFO, "The asset of item {0} was given up: {1}", id, why.code());
    }

    private static Row abandon(Transaction transaction, Row before, Reason why) throws SQLException, QueueException {
        Row after = transaction.change(before, edit -> edit.take(Transition.ABANDON_ASSET).withoutAsset());
        Steps.dropAsset(transaction, before.item(), why);
        return after;
    }

    void orphaned(ItemId id, Optional<String> assetId, Reason why) throws QueueException {
        transactions.write(transaction -> {
            Item item = transaction.get(id).item();
            transaction.abandoned.add(item, assetId, why, transaction.now);
            return item;
        });
        LOG.log(Level.INFO, "An asset for item {0} may be in the cloud that is never filled: {1}", id, why.code());
    }
}
