package dev.earshot.investigate.identity;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.earshot.investigate.plan.Plan;
import dev.earshot.investigate.table.Directory;
import dev.earshot.investigate.table.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Any bytes are rows, malformed rows or a fault.
class ReadersFuzzTest {
    private static final ZoneId ZONE = ZoneId.of("America/Los_Angeles");

    @FuzzTest(maxDuration = "2m")
    void sources_of_identity_and_members(byte[] bytes) throws IOException {
        if (bytes.length == 0) {
            return;
        }
        MemoryStorage storage = new MemoryStorage().with("f", Arrays.copyOfRange(bytes, 1, bytes.length));
        String kind = List.of("users", "logins", "audit", "sso", "traces").get(Math.floorMod(bytes[0], 5));
        Optional<String> format = Optional.of(bytes[0] % 2 == 0 ? "csv" : "json");
        Plan plan = new Plan(
                "p",
                "e",
                Path.of("plan.yaml"),
                Instant.EPOCH,
                Instant.parse("2027-01-01T00:00:00Z"),
                ZONE,
                List.of(),
                List.of(),
                new Plan.Rules(
                        Duration.ofMinutes(30),
                        Set.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        0.01,
                        false),
                List.of(),
                List.of(new Plan.IdentitySource(kind, List.of("f"), format, Map.of(), ZONE, Map.of(), 1)),
                List.of(new Plan.MemberSource(
                        List.of("f"),
                        Optional.of(bytes[0] % 2 == 0 ? "csv" : "fhir"),
                        Map.of(),
                        bytes[0] % 3 == 0 ? Map.of("identifier", "urn:mrn") : Map.of(),
                        1)),
                List.of());
        new Identity(storage).links(plan, new MemoryRows(Table.LINKS.columns()));
        new Members(storage).read(plan, new MemoryRows(Table.MEMBERS.columns()), new MemoryRows(Directory.COLUMNS));
    }
}
