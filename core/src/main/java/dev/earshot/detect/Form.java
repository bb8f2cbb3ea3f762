package dev.earshot.detect;

import dev.earshot.element.DataElement;

/// One spelling of one value of a persona.
///
/// @param words what was done to the value, as [NormalForm#words()]
record Form(Value value, String text, String words) {

    /// One value of a persona.
    ///
    /// @param number tells values apart, those of several personas too
    /// @param persona the number of the persona, from 0
    /// @param told what a recipient learns from it
    /// @param label whose and what it is: `the persona's e-mail address`
    record Value(int number, int persona, DataElement told, String label) {}
}
