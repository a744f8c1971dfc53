namespace CC.Cli.Output;

/// <summary>Who read the output has gone, as <c>head</c> does: no failure, only nothing more to do.</summary>
internal sealed class OutputClosedException() : IOException("the output is closed");
