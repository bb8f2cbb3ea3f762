package dev.earshot.mobile.reading;

import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/// The code of one part of an app, such as one DEX file. It is asked only for what matters, once the part's signs are
/// known, since going through all instructions is the dear part. Names are as in [Sign#CLASS_DEFINED].
public interface Code {
    /// The part's path, as [Part#file()].
    String file();

    /// The classes that the code of a class uses: calls, creates, reads fields of, names as literals, extends or
    /// implements. In order of first use, without itself; empty for a class that is not here.
    List<String> usedBy(String className);

    /// Every class here.
    List<String> classes();

    /// Every call of a method whose class passes `classes`, made from a class that does not.
    List<Call> calls(Predicate<String> classes);

    /// Where code uses one of these texts as a literal.
    List<TextUse> uses(Collection<String> texts);

    /// A call of a method.
    ///
    /// @param fromClass the calling class
    /// @param toClass the class that the call names; the code may be that of a class above it
    /// @param literals for each parameter in order, without the receiver, the text that is passed where the same basic
    ///     block sets it, else an empty text; numbers and booleans as text
    /// @param offset of the instruction in the part, in bytes
    record Call(
            String fromClass, String fromMethod, String toClass, String toMethod, List<String> literals, long offset) {
        public Call {
            literals = List.copyOf(literals);
        }
    }

    /// A use of a text as a literal.
    ///
    /// @param offset of the instruction in the part, in bytes
    record TextUse(String text, String inClass, String inMethod, long offset) {}
}
