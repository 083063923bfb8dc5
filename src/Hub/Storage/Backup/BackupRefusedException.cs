using Hub.Platform;

namespace Hub.Storage.Backup;

/// <summary>A backup or a restore cannot be done, for a reason that whoever asked for it can mend. Nothing was changed, and no file was left.</summary>
#pragma warning disable CA1032 // There is one way to make it: with the sentence.
public sealed class BackupRefusedException(string sentence) : StartRefusedException(sentence);
#pragma warning restore CA1032
