package dev.earshot.clinic.logs;

import java.time.LocalDate;
import java.util.Optional;

/// An invented member, and what they did.
///
/// @param memberId the id by which the directory knows them today
/// @param knownAs the id under which they signed in; another one where two records were merged since
/// @param user the name they sign in with
/// @param listed whether the directory has them
/// @param state empty where the directory does not say
/// @param guardian member id of who looks after them
record Person(
        String memberId,
        String knownAs,
        String user,
        String firstName,
        String lastName,
        LocalDate born,
        String state,
        String country,
        LocalDate since,
        Optional<LocalDate> until,
        Optional<LocalDate> died,
        Optional<String> guardian,
        boolean listed,
        Habit habit) {}
