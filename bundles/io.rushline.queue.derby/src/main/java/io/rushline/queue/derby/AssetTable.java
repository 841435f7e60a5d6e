package io.rushline.queue.derby;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rushline.queue.api.Asset;
import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.Part;
import io.rushline.vault.api.Vault;
import io.rushline.vault.api.VaultException;
import java.io.IOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The tables {@code assets} and {@code parts}. */
final class AssetTable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Connection connection;

    AssetTable(Connection connection) {
        this.connection = connection;
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
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO assets VALUES (?, ?, ?, ?, ?)")) {
            insert.setLong(1, item.value());
            insert.setString(2, asset.id());
            insert.setString(3, asset.fileType());
            insert.setLong(4, asset.createdAt().toEpochMilli());
            insert.setBytes(5, sealedUrls);
            insert.executeUpdate();
        }
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO parts VALUES (?, ?, ?, ?, ?)")) {
            for (Part part : parts) {
                insert.setLong(1, item.value());
                insert.setInt(2, part.number());
                insert.setLong(3, part.offsetBytes());
                insert.setLong(4, part.sizeBytes());
                if (part.acknowledged()) {
                    insert.setLong(5, now.toEpochMilli());
                } else {
                    insert.setNull(5, Types.BIGINT);
                }
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** @throws VaultException {@link VaultException.Code#TAMPERED} when the URLs cannot be had any more */
    Optional<Asset> find(Vault vault, ItemId item) throws SQLException, VaultException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT asset_id, file_type, created_at, upload_urls FROM assets WHERE item_id = ?")) {
            select.setLong(1, item.value());
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                String id = row.getString(1);
                return Optional.of(new Asset(id, row.getString(2), Instant.ofEpochMilli(row.getLong(3)), open(vault, id, row.getBytes(4))));
            }
        }
    }

    private static List<URI> open(Vault vault, String assetId, byte[] sealed) throws VaultException {
        byte[] clear = vault.open(purpose(assetId), sealed);
        try {
            return List.of(JSON.readValue(clear, URI[].class));
        } catch (IOException broken) {
            throw new VaultException(VaultException.Code.TAMPERED, "upload URLs", null); // the cause would show what it read
        } finally {
            Arrays.fill(clear, (byte) 0);
        }
    }

    List<Part> parts(ItemId item) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT part_no, offset_bytes, size_bytes, acked_at FROM parts --DERBY-PROPERTIES constraint=parts_key
                WHERE item_id = ? ORDER BY part_no""")) {
            select.setLong(1, item.value());
            try (ResultSet rows = select.executeQuery()) {
                List<Part> parts = new ArrayList<>();
                while (rows.next()) {
                    parts.add(new Part(rows.getInt(1), rows.getLong(2), rows.getLong(3), rows.getObject(4) != null));
                }
                return parts;
            }
        }
    }

    /** Notes that a part is acknowledged; gives its size if it was not before. */
    OptionalLong acknowledge(ItemId item, int part, Instant now) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE parts SET acked_at = ? WHERE item_id = ? AND part_no = ? AND acked_at IS NULL");
                PreparedStatement select = connection.prepareStatement("SELECT size_bytes FROM parts WHERE item_id = ? AND part_no = ?")) {
            update.setLong(1, now.toEpochMilli());
            update.setLong(2, item.value());
            update.setInt(3, part);
            if (update.executeUpdate() == 0) {
                return OptionalLong.empty();
            }
            select.setLong(1, item.value());
            select.setInt(2, part);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return OptionalLong.of(row.getLong(1));
            }
        }
    }

    void delete(ItemId item) throws SQLException {
        for (String table : List.of("parts", "assets")) {
            try (PreparedStatement delete = connection.prepareStatement("DELETE FROM " + table + " WHERE item_id = ?")) {
                delete.setLong(1, item.value());
                delete.executeUpdate();
            }
        }
    }
}
