package dev.earshot.breach.duty;

import dev.earshot.breach.incident.Incident;
import java.time.LocalDate;
import java.util.List;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The duties of a case as JSON, of the schema `earshot-duties/1`; all of them, also those that are not due.
public final class DutyJson {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private DutyJson() {}

    /// @param asOf the day on which they stand so
    public static String of(List<Duty> duties, Incident incident, LocalDate asOf) {
        Board board = new Board(duties, asOf);
        ObjectNode top = JSON.createObjectNode();
        top.put("schema", "earshot-duties/1")
                .put("incident", incident.name())
                .put("entity", incident.entity().name())
                .put("zone", incident.zone().getId())
                .put("asOf", asOf.toString())
                .put("counsel", Board.COUNSEL);
        ArrayNode all = top.putArray("duties");
        duties.forEach(duty -> write(all.addObject(), duty, board));
        return JSON.writeValueAsString(top) + "\n";
    }

    private static void write(ObjectNode node, Duty duty, Board board) {
        node.put("key", duty.key())
                .put("status", duty.status().name())
                .put("standing", board.standing(duty).label());
        duty.due().ifPresent(day -> node.put("due", day.toString()));
        duty.dueAt().ifPresent(at -> node.put("dueAt", at.toOffsetDateTime().toString()));
        duty.due()
                .filter(_ -> duty.done().isEmpty())
                .ifPresent(day ->
                        node.put("daysLeft", day.toEpochDay() - board.asOf().toEpochDay()));
        duty.done().ifPresent(day -> node.put("done", day.toString()));
        duty.count().ifPresent(count -> node.put("count", count));
        node.put("title", duty.rule().title())
                .put("citation", duty.rule().citation())
                .put("confidence", duty.rule().confidence().id())
                .put("jurisdiction", duty.rule().jurisdiction())
                .put("recipient", duty.rule().recipient().id())
                .put("addressee", Board.to(duty));
        duty.rule().from().ifPresent(day -> node.put("inForceFrom", day.toString()));
        duty.rule().to().ifPresent(day -> node.put("inForceTo", day.toString()));
        ArrayNode sources = node.putArray("sources");
        duty.rule()
                .sources()
                .forEach(source -> sources.addObject()
                        .put("text", source.text())
                        .put("read", source.read().toString()));
        ArrayNode because = node.putArray("because");
        duty.because().forEach(because::add);
        ArrayNode notes = node.putArray("notes");
        duty.rule().notes().forEach(notes::add);
        duty.overruled().ifPresent(counsel -> {
            ObjectNode overruled = node.putObject("overruled")
                    .put("applies", counsel.applies())
                    .put("who", counsel.who())
                    .put("when", counsel.when().toString())
                    .put("why", counsel.why());
            counsel.due().ifPresent(day -> overruled.put("due", day.toString()));
        });
    }
}
