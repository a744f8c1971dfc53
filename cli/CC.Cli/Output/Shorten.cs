namespace CC.Cli.Output;

/// <summary>What of a text is kept where there is no room for all of it.</summary>
internal enum Shorten
{
    /// <summary>All, as long as anything else can give way.</summary>
    Never,

    /// <summary>Its beginning.</summary>
    End,

    /// <summary>A little of its beginning, and its end: for paths.</summary>
    Middle,
}
