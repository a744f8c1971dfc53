namespace CC.Server.Lifetime;

/// <summary>What has become of a change that was asked for.</summary>
/// <param name="IsDone">Whether it has been made.</param>
/// <param name="Text">What was done, or why nothing was.</param>
internal sealed record ChangeOutcome(bool IsDone, string Text)
{
    public static ChangeOutcome Done(string what) => new(true, what);

    public static ChangeOutcome Refused(string why) => new(false, why);
}
