namespace CC.Sdk.Options;

/// <summary>What a plain number stands for in an option that is a time.</summary>
public enum TimeUnit
{
    /// <summary>Seconds, fractions allowed.</summary>
    Seconds,

    /// <summary>Milliseconds.</summary>
    Milliseconds,
}
