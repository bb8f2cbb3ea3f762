package dev.earshot.breach.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A PostgreSQL for all tests of this process, with an empty schema for whoever asks.
public final class TestDatabase {
    private static final AtomicInteger SCHEMAS = new AtomicInteger();
    private static @Nullable Server server;

    private TestDatabase() {}

    /// The JDBC URL of an empty schema, as a user gives his own.
    public static synchronized Optional<String> empty() {
        Server running = server();
        String schema = "case_" + SCHEMAS.incrementAndGet();
        String login = "?user=" + running.login().getProperty("user") + "&password="
                + running.login().getProperty("password");
        try (Connection connection = DriverManager.getConnection(running.url() + login);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA " + schema);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return Optional.of(running.url() + login + "&currentSchema=" + schema);
    }

    private static Server server() {
        if (server == null) {
            try {
                Path folder = Files.createTempDirectory("earshot-test-database");
                Server started = Server.start(folder);
                Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                    started.stop();
                    try {
                        Binaries.delete(folder);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }));
                server = started;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return server;
    }
}
