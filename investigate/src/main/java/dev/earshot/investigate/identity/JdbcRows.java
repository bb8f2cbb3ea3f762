package dev.earshot.investigate.identity;

import dev.earshot.EarshotException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/// Rows of a database's query, fetched piece by piece; their numbers count as lines, from 1. What a database says may hold
/// values, so of its errors only the SQL state is told.
final class JdbcRows implements RowReader {
    private static final int FETCH = 10_000;

    private final Connection connection;
    private final ResultSet results;
    private final int[] columnOf;
    private final List<String> missing = new ArrayList<>();
    private Optional<String> fault = Optional.empty();
    private long line;

    /// @throws EarshotException when the database or its query can't be used
    JdbcRows(
            String url,
            String query,
            Optional<String> user,
            Optional<String> password,
            List<String> fields,
            Map<String, String> plan) {
        Properties properties = new Properties();
        user.ifPresent(name -> properties.setProperty("user", name));
        password.ifPresent(secret -> properties.setProperty("password", secret));
        Connection opened = null;
        try {
            opened = DriverManager.getConnection(url, properties);
            readOnly(opened);
            opened.setAutoCommit(false);
            Statement statement = opened.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);
            statement.setFetchSize(FETCH);
            results = statement.executeQuery(query);
            ResultSetMetaData columns = results.getMetaData();
            List<String> header = new ArrayList<>();
            for (int column = 1; column <= columns.getColumnCount(); column++) {
                header.add(columns.getColumnLabel(column));
            }
            columnOf = Header.columns(header, fields, plan, missing);
            connection = opened;
        } catch (SQLException e) {
            close(opened);
            throw new EarshotException(
                    EarshotException.Code.USAGE,
                    opened == null
                            ? place(url) + " can't be opened (SQL state " + e.getSQLState()
                                    + "): is the database there, and its JDBC driver on the class path?"
                            : place(url) + " does not answer the query of the plan (SQL state " + e.getSQLState()
                                    + ").");
        }
    }

    /// A hint that a database need not take.
    private static void readOnly(Connection connection) {
        try {
            connection.setReadOnly(true);
        } catch (SQLException notTaken) {
            return;
        }
    }

    /// The address without what may be secret.
    static String place(String url) {
        return url.replaceFirst("[?;].*$", "").replaceFirst("//[^/@]*@", "//");
    }

    @Override
    public Read next(Row row) {
        row.line = ++line;
        row.clear();
        try {
            if (!results.next()) {
                return Read.END;
            }
            for (int field = 0; field < columnOf.length; field++) {
                String value = columnOf[field] < 0 ? null : results.getString(columnOf[field] + 1);
                if (value != null) {
                    row.set(field, value);
                }
            }
            return Read.ROW;
        } catch (SQLException e) {
            fault = Optional.of("the database gave up at row " + line + " (SQL state " + e.getSQLState() + ")");
            return Read.END;
        }
    }

    @Override
    public Optional<String> fault() {
        return missing.isEmpty() ? fault : Optional.of(Header.fault(missing));
    }

    @Override
    public void close() {
        close(connection);
    }

    private static void close(@Nullable Connection connection) {
        try {
            if (connection != null) {
                connection.rollback();
                connection.close();
            }
        } catch (SQLException e) {
            // Nothing was written, and all rows are read.
        }
    }
}
