package dev.earshot.breach.store;

import dev.earshot.EarshotException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.postgresql.ds.PGSimpleDataSource;

/// Where the tables of a case are: the server in its own folder, or the user's.
final class Database implements AutoCloseable {
    /// "EARS".
    private static final int LOCK = 0x45415253;

    private static final AtomicInteger OPENED = new AtomicInteger();

    private final Optional<Server> server;
    private final String url;
    private final Properties login;

    private Database(Optional<Server> server, String url, Properties login) {
        this.server = server;
        this.url = url;
        this.login = login;
        login.setProperty(
                "ApplicationName", "earshot " + ProcessHandle.current().pid() + "/" + OPENED.incrementAndGet());
        // What a server adds to an error may hold values of a row.
        login.setProperty("logServerErrorDetail", "false");
        login.setProperty("tcpKeepAlive", "true");
        login.setProperty("reWriteBatchedInserts", "true");
    }

    /// @param folder of the case's own server
    /// @param jdbcUrl of a server of the user's; `user` and `password` are in it, or in PGUSER and PGPASSWORD
    static Database at(Path folder, Optional<String> jdbcUrl) {
        if (jdbcUrl.isEmpty()) {
            Server server = Server.start(folder);
            return new Database(Optional.of(server), server.url(), server.login());
        }
        if (!jdbcUrl.get().startsWith("jdbc:postgresql:")) {
            throw new EarshotException(
                    EarshotException.Code.USAGE,
                    "The database's URL does not start with jdbc:postgresql: – no other database is supported.");
        }
        Properties login = new Properties();
        environment("PGUSER").ifPresent(user -> login.setProperty("user", user));
        environment("PGPASSWORD").ifPresent(password -> login.setProperty("password", password));
        return new Database(Optional.empty(), jdbcUrl.get(), login);
    }

    private static Optional<String> environment(String name) {
        return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isEmpty());
    }

    Connection connect() {
        try {
            return DriverManager.getConnection(url, login);
        } catch (SQLException e) {
            throw new EarshotException(
                    EarshotException.Code.USAGE,
                    "The database at " + url.replaceAll("\\?.*", "") + " can't be reached"
                            + (String.valueOf(e.getSQLState()).startsWith("28")
                                    ? ": it refuses the user or password"
                                    : "")
                            + ". Start it, or correct its URL, PGUSER and PGPASSWORD; nothing of the case is changed.",
                    e);
        }
    }

    /// Makes the tables, or brings those of an older Earshot up to date.
    void migrate() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url);
        login.stringPropertyNames().forEach(name -> {
            try {
                source.setProperty(name, login.getProperty(name));
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
        try {
            Flyway.configure(Database.class.getClassLoader())
                    .dataSource(source)
                    .locations("classpath:dev/earshot/breach/store")
                    .table("schema_history")
                    .ignoreMigrationPatterns(new String[0])
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new EarshotException(
                    EarshotException.Code.USAGE,
                    "The tables of the case's database are not those of this Earshot; a newer one may have made them, or"
                            + " the database holds something else. Use the newest Earshot, or an empty database"
                            + " (one database, or one schema by ?currentSchema=, for each case).",
                    e);
        }
    }

    /// Whether this connection now is the only one that may change the case.
    ///
    /// @throws EarshotException where another process holds it
    void lock(Connection connection) throws SQLException {
        for (int tries = 0; tries < 30; tries++) {
            try (PreparedStatement lock =
                    connection.prepareStatement("SELECT pg_try_advisory_lock(?, hashtext(current_schema()))")) {
                lock.setInt(1, LOCK);
                try (ResultSet row = lock.executeQuery()) {
                    if (row.next() && row.getBoolean(1)) {
                        return;
                    }
                }
            }
            try {
                // The server takes a moment to see that a process was killed.
                TimeUnit.MILLISECONDS.sleep(100);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        throw new EarshotException(
                EarshotException.Code.USAGE,
                "Another Earshot" + holder(connection) + " is at work on this case. Wait until it has ended, or end it;"
                        + " commands that only show the case work meanwhile.");
    }

    private static String holder(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT a.application_name FROM pg_locks l JOIN pg_stat_activity a USING (pid) WHERE l.locktype = 'advisory'"
                        + " AND l.granted AND l.classid = ? AND l.objid::bigint = hashtext(current_schema())::bigint & 4294967295")) {
            query.setInt(1, LOCK);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? " (process " + row.getString(1).replaceAll("^earshot |/.*", "") + ")" : "";
            }
        }
    }

    /// Ends a server of the case's own where nobody else uses it.
    @Override
    public void close() {
        server.ifPresent(running -> {
            boolean used;
            try (Connection connection = connect();
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT count(*) FROM pg_stat_activity"
                            + " WHERE backend_type = 'client backend' AND application_name <> '"
                            + login.getProperty("ApplicationName") + "'")) {
                used = row.next() && row.getLong(1) > 0;
            } catch (SQLException | EarshotException e) {
                used = false;
            }
            if (!used) {
                running.stop();
            }
        });
    }

    /// What a failed statement means for the user. Its message has no values.
    static EarshotException failed(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        String kept = " What was recorded before is kept.";
        if (state.equals("53100")) {
            return new EarshotException(
                    EarshotException.Code.INCOMPLETE,
                    "The database's disk is full." + kept + " Free some space and run the command again.",
                    e);
        }
        if (state.startsWith("08") || state.startsWith("57P")) {
            return new EarshotException(
                    EarshotException.Code.INCOMPLETE,
                    "The database has gone away." + kept
                            + " Run the command again; what was under way is then shown as in doubt.",
                    e);
        }
        return new EarshotException(
                EarshotException.Code.INTERNAL, "The database refused a statement (SQLSTATE " + state + ")." + kept, e);
    }
}
