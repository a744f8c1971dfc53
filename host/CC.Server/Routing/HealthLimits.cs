namespace CC.Server.Routing;

/// <summary>How much may go wrong with a handler's calls before it is taken out of the routes.</summary>
/// <param name="FailuresInRow">Calls that fail one after the other; 0 for any number.</param>
/// <param name="FailureRate">Per cent of the calls within <see cref="Health.Window"/> that fail, once there are as many failures among them as may come in a row, or ten where any number may; 0 for any.</param>
/// <param name="CallBudget">What a call may take; zero for any time.</param>
/// <param name="Overruns">Budgets that calls have used up, one after the other; a call that does not return uses up one after the other.</param>
internal sealed record HealthLimits(int FailuresInRow, int FailureRate, TimeSpan CallBudget, int Overruns)
{
    /// <summary>Nothing is too much.</summary>
    public static HealthLimits None { get; } = new(0, 0, TimeSpan.Zero, 0);
}
