package dev.earshot.mobile.traffic;

import dev.earshot.persona.Persona;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// How a recording of traffic is read.
///
/// @param keyLog the TLS keys of a packet recording, in the form of `SSLKEYLOGFILE`; a pcapng may carry them itself
/// @param label what was recorded, in words
/// @param persona whose values the person at the device typed
/// @param tshark the program; empty takes the one on the path
/// @param longest how long tshark may take
public record TrafficOptions(
        Optional<Path> keyLog, String label, Optional<Persona> persona, Optional<Path> tshark, Duration longest) {
    /// For a recording of an app's traffic of which nothing else is known.
    public static TrafficOptions of(String label) {
        return new TrafficOptions(Optional.empty(), label, Optional.empty(), Optional.empty(), Duration.ofMinutes(10));
    }

    public TrafficOptions keyLog(Path file) {
        return new TrafficOptions(Optional.of(file), label, persona, tshark, longest);
    }

    public TrafficOptions persona(Optional<Persona> typed) {
        return new TrafficOptions(keyLog, label, typed, tshark, longest);
    }

    public TrafficOptions tshark(Path program) {
        return new TrafficOptions(keyLog, label, persona, Optional.of(program), longest);
    }

    public TrafficOptions longest(Duration time) {
        return new TrafficOptions(keyLog, label, persona, tshark, time);
    }
}
