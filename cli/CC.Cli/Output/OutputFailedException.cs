namespace CC.Cli.Output;

/// <summary>The output can't be written to, as when the disk is full: what was asked for is lost.</summary>
internal sealed class OutputFailedException(IOException cause)
    : Exception($"the output can't be written: {cause.Message.TrimEnd('.')}; see where it leads, and if there is room", cause);
