package dev.earshot.investigate.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClientAgreementTest {
    private Connection connection;
    private Statement statement;

    @BeforeEach
    void tables() throws SQLException {
        connection = DriverManager.getConnection("jdbc:duckdb:");
        statement = connection.createStatement();
        statement.execute("create table hits20 (ts bigint, user_key bigint, session_key bigint, trace_key bigint,"
                + " client_key bigint, by_session bigint, visitor bigint, visit bigint)");
        statement.execute("create table links (kind varchar, link_key bigint, from_ts bigint, to_ts bigint,"
                + " person bigint, certainty varchar)");
        statement.execute("create table persons40 (person bigint, canonical bigint)");
    }

    @AfterEach
    void end() throws SQLException {
        connection.close();
    }

    @Test
    void nothing_measured_is_nought_of_nought() throws SQLException {
        assertThat(figures()).containsExactly(0L, 0L, 0L);
    }

    @Test
    void a_client_that_names_the_same_person_alone_agrees() throws SQLException {
        hit(10, 7, 99);
        link("session", 7, 0, 20, 1, "certain");
        link("client", 99, 0, 20, 1, "probable");
        assertThat(figures()).containsExactly(1L, 1L, 1L);
    }

    @Test
    void a_client_that_names_another_disagrees() throws SQLException {
        hit(10, 7, 99);
        link("session", 7, 0, 20, 1, "certain");
        link("client", 99, 0, 20, 2, "probable");
        assertThat(figures()).containsExactly(1L, 0L, 0L);
    }

    @Test
    void a_client_that_two_people_share_agrees_but_not_alone() throws SQLException {
        hit(10, 7, 99);
        link("session", 7, 0, 20, 1, "certain");
        link("client", 99, 0, 20, 1, "probable");
        link("client", 99, 0, 20, 2, "probable");
        assertThat(figures()).containsExactly(1L, 1L, 0L);
    }

    @Test
    void a_merged_record_is_no_disagreement() throws SQLException {
        statement.execute("insert into persons40 values (2, 1), (1, 1)");
        hit(10, 7, 99);
        link("session", 7, 0, 20, 1, "certain");
        link("client", 99, 0, 20, 2, "probable");
        assertThat(figures()).containsExactly(1L, 1L, 1L);
    }

    @Test
    void only_visits_that_are_named_both_ways_count() throws SQLException {
        hit(10, 7, 99);
        hit(20, 8, 98);
        hit(30, 9, 97);
        link("session", 7, 0, 10, 1, "certain");
        link("client", 99, 0, 20, 1, "probable");
        link("session", 8, 0, 90, 1, "probable");
        link("client", 98, 0, 90, 1, "probable");
        link("session", 9, 0, 90, 1, "certain");
        assertThat(figures()).containsExactly(0L, 0L, 0L);
    }

    private void hit(long ts, long session, long client) throws SQLException {
        statement.execute(
                "insert into hits20 values (%d, 0, %d, 0, %d, 1, %d, 0)".formatted(ts, session, client, session));
    }

    private void link(String kind, long key, long from, long to, long person, String certainty) throws SQLException {
        statement.execute("insert into links values ('%s', %d, %d, %d, %d, '%s')"
                .formatted(kind, key, from, to, person, certainty));
    }

    private List<Long> figures() throws SQLException {
        try (ResultSet figures = statement.executeQuery(ClientAgreement.SQL)) {
            figures.next();
            return List.of(figures.getLong(1), figures.getLong(2), figures.getLong(3));
        }
    }
}
