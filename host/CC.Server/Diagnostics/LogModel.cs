namespace CC.Server.Diagnostics;

/// <summary>Where log lines go.</summary>
/// <param name="File">The log file; empty for none.</param>
/// <param name="Size">Octets after which the file is put aside.</param>
/// <param name="Count">How many files put aside are kept.</param>
/// <param name="Verbosity">Which lines.</param>
/// <param name="ToConsole">Whether they go to standard error as well.</param>
internal sealed record LogModel(string File, long Size, int Count, Verbosity Verbosity, bool ToConsole);
