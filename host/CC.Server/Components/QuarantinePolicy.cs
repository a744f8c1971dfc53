namespace CC.Server.Components;

/// <summary>What becomes of the messages for a handler that was taken out of the routes: one of these words, or the section of another handler.</summary>
internal static class QuarantinePolicy
{
    public const string Drop = "drop";

    public const string Wait = "wait";

    /// <summary>The section of the other handler, or null.</summary>
    public static string? OtherOf(string policy) => policy is Drop or Wait ? null : policy;
}
