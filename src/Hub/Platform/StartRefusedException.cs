namespace Hub.Platform;

/// <summary>Hub cannot start, for a reason that whoever starts it can mend: the message is what they read, without a stack trace.</summary>
#pragma warning disable CA1032 // There is one way to make it: with the sentence.
public class StartRefusedException(string sentence) : Exception(sentence);
#pragma warning restore CA1032
