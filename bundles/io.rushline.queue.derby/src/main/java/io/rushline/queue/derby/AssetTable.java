package io.rushline.queue.derby;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rushline.queue.api.Asset;
import io.rushline.queue.api.Asset.Way;
import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.Part;
import io.rushline.queue.api.Receipt;
import io.rushline.vault.api.Vault;
import io.rushline.vault.api.VaultException;
import java.io.IOException;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The tables {@code assets} and {@code parts}. */
final class AssetTable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int NETWORK_CHARS = 255;

    private record Sealed(String id, Way way, String fileType, Instant createdAt, byte[] urls) {
    }

    private final Sql sql;

    AssetTable(Sql sql) {
        this.sql = sql;
    }

    /** The upload URLs of an asset as they are stored. */
    static byte[] seal(Vault vault, Asset asset) throws VaultException {
        byte[] clear;
        try {
            clear = JSON.writeValueAsBytes(asset.uploadUrls());
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("URLs are always JSON", impossible);
        }
        try {
            return vault.seal(purpose(asset.id()), clear);
        } finally {
            Arrays.fill(clear, (byte) 0);
        }
    }

    private static String purpose(String assetId) {
        return "queue.asset:" + assetId;
    }

    void insert(ItemId item, Asset asset, byte[] sealedUrls, List<Part> parts, Instant now) throws SQLException {
        sql.update("INSERT INTO assets (item_id, asset_id, way, file_type, created_at, upload_urls) VALUES (?, ?, ?, ?, ?, ?)", item.value(), asset.id(),
                asset.way().name(), asset.fileType(), asset.createdAt(), sealedUrls);
        add(item, parts, now);
    }

    void add(ItemId item, List<Part> parts, Instant now) throws SQLException {
        for (Part part : parts) {
            sql.update("INSERT INTO parts (item_id, part_no, offset_bytes, size_bytes, acked_at, checksum, network) VALUES (?, ?, ?, ?, ?, ?, ?)",
                    item.value(), part.number(), part.offsetBytes(), part.sizeBytes(), part.acknowledged() ? now : null,
                    part.receipt().map(Receipt::checksum).orElse(null), part.receipt().map(AssetTable::network).orElse(null));
        }
    }

    /** @throws VaultException {@link VaultException.Code#TAMPERED} when the URLs cannot be had any more */
    Optional<Asset> find(Vault vault, ItemId item) throws SQLException, VaultException {
        Optional<Sealed> found = sql.first(row -> new Sealed(row.getString(1), Way.valueOf(row.getString(2)), row.getString(3),
                Sql.time(row, 4).get(), row.getBytes(5)), "SELECT asset_id, way, file_type, created_at, upload_urls FROM assets WHERE item_id = ?",
                item.value());
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Sealed asset = found.get();
        return Optional.of(new Asset(asset.id(), asset.way(), asset.fileType(), asset.createdAt(), open(vault, asset)));
    }

    Optional<Way> way(ItemId item) throws SQLException {
        return sql.first(row -> Way.valueOf(row.getString(1)), "SELECT way FROM assets WHERE item_id = ?", item.value());
    }

    private static List<URI> open(Vault vault, Sealed asset) throws VaultException {
        byte[] clear = vault.open(purpose(asset.id()), asset.urls());
        try {
            return List.of(JSON.readValue(clear, URI[].class));
        } catch (IOException broken) {
            throw new VaultException(VaultException.Code.TAMPERED, "upload URLs", null); // the cause would show what it read
        } finally {
            Arrays.fill(clear, (byte) 0);
        }
    }

    List<Part> parts(ItemId item) throws SQLException {
        return sql.all(AssetTable::part, """
                SELECT part_no, offset_bytes, size_bytes, acked_at, checksum, network FROM parts --DERBY-PROPERTIES constraint=parts_key
                WHERE item_id = ? ORDER BY part_no""", item.value());
    }

    private static Part part(ResultSet row) throws SQLException {
        Optional<Receipt> receipt = Sql.time(row, 4).isEmpty() ? Optional.empty()
                : Optional.of(new Receipt(row.getLong(5), Optional.ofNullable(row.getString(6))));
        return new Part(row.getInt(1), row.getLong(2), row.getLong(3), receipt);
    }

    /** Notes that a part is acknowledged; gives its size if it was not before. */
    Optional<Long> acknowledge(ItemId item, int part, Receipt receipt, Instant now) throws SQLException {
        if (sql.update("UPDATE parts SET acked_at = ?, checksum = ?, network = ? WHERE item_id = ? AND part_no = ? AND acked_at IS NULL", now,
                receipt.checksum(), network(receipt), item.value(), part) == 0) {
            return Optional.empty();
        }
        return sql.first(row -> row.getLong(1), "SELECT size_bytes FROM parts WHERE item_id = ? AND part_no = ?", item.value(), part);
    }

    /** One line, and no longer than there is room for it. */
    private static String network(Receipt receipt) {
        return receipt.network().map(name -> name.replaceAll("\\p{Cntrl}", " ")).map(name -> name.substring(0, Math.min(name.length(), NETWORK_CHARS)))
                .orElse(null);
    }

    void delete(ItemId item) throws SQLException {
        sql.update("DELETE FROM parts WHERE item_id = ?", item.value());
        sql.update("DELETE FROM assets WHERE item_id = ?", item.value());
    }
}
