using CC.Sdk;

namespace CC.Plugins.TaskRouter;

/// <summary>A runner that has said where it is. Times are since the router's start.</summary>
/// <param name="Host">Its name.</param>
/// <param name="Route">Where it is.</param>
/// <param name="Since">When it registered first.</param>
/// <param name="Registered">When it registered last.</param>
/// <param name="Heard">When it was heard of last.</param>
/// <param name="Period">How often it registers; zero if it does not say so, as CC 0.8.7's.</param>
/// <param name="Instance">Its run; null where it can't be asked anything, as CC 0.8.7's.</param>
/// <param name="IsGone">Whether it was found to be gone.</param>
internal sealed record Registration(string Host, MessageRoute Route, TimeSpan Since, TimeSpan Registered, TimeSpan Heard, TimeSpan Period, string? Instance, bool IsGone = false)
{
    /// <summary>How many periods of silence mean that it is gone.</summary>
    public const int Patience = 3;

    /// <summary>More often no runner need register.</summary>
    private static readonly TimeSpan LeastPeriod = TimeSpan.FromSeconds(1);

    public bool AnswersQuestions => Instance is not null;

    /// <summary>Whether it is silent for longer than it has announced.</summary>
    public bool IsSilent(TimeSpan now) => Period > TimeSpan.Zero && now - Heard > Patience * Period;

    /// <summary>How it is called in the list of runners. Of one that does not say when it registers again, nobody knows if it lives.</summary>
    public string State => IsGone ? "gone" : Period > TimeSpan.Zero ? "alive" : "registered";

    /// <summary>A period as it was announced: seconds, of which some would mean nothing, or that the runner is never missed.</summary>
    public static TimeSpan PeriodOf(double announced, TimeSpan longest) =>
        !(announced > 0) ? TimeSpan.Zero
        : announced >= longest.TotalSeconds ? longest
        : announced <= LeastPeriod.TotalSeconds ? LeastPeriod
        : TimeSpan.FromSeconds(announced);
}
