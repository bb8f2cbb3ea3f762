package dev.earshot.breach.mail;

/// How far a run of e-mail is.
///
/// @param notSent claimed, and known not to have left
/// @param inDoubt may or may not have left: the server's answer was lost
/// @param uncomposed messages whose letter could not be composed; they count as deferred, too
/// @param trouble the last trouble with the server, in words; empty where there was none
public record Tally(
        long sent, long refused, long deferred, long notSent, long inDoubt, long uncomposed, String trouble) {
    Tally inDoubt(long now) {
        return new Tally(sent, refused, deferred, notSent, now, uncomposed, trouble);
    }
}
