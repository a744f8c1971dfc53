namespace CC.Sdk.Options;

/// <summary>What a section that an option names has to configure.</summary>
public enum SectionKind
{
    /// <summary>The option names no sections.</summary>
    None,

    /// <summary>A handler.</summary>
    Handler,

    /// <summary>A daemon.</summary>
    Daemon,
}
