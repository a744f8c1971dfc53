using CC.Sdk.Options;
using CC.Server.Components;
using CC.Server.Routing;

namespace CC.Server.Configuration;

/// <summary>What every handler's section may have, whatever the handler.</summary>
internal sealed record HandlerSection
{
    /// <summary>The handler's name.</summary>
    public string Handler { get; init; } = "";

    /// <summary>An older key for the same, which wins.</summary>
    public string Plugin { get; init; } = "";

    /// <summary>Messages that may wait for a handler that takes them one at a time.</summary>
    [Option(Min = 1)]
    public int MailboxSize { get; init; } = 1000;

    /// <summary>What happens to a message when as many wait: its sender waits too, or it is dropped.</summary>
    public WhenFull MailboxFull { get; init; }

    /// <summary>Calls that may fail one after the other before the handler is taken out of the routes; 0 for any number.</summary>
    [Option(Min = 0)]
    public int QuarantineAfter { get; init; } = 100;

    /// <summary>The same for per cent of the calls within a minute, once as many have failed; 0 for any.</summary>
    [Option(Min = 0, Max = 100)]
    public int QuarantineRate { get; init; } = 50;

    /// <summary>What one call may take; 0 for any time.</summary>
    [Option(Min = 0)]
    public TimeSpan CallBudget { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Budgets that calls may use up, one after the other, before the handler is taken out of the routes; 0 for any number.</summary>
    [Option(Min = 0)]
    public int QuarantineOverruns { get; init; } = 3;

    /// <summary>What becomes of the messages then: <c>drop</c>, <c>wait</c>, or the section of a handler that gets them instead.</summary>
    public string Quarantined { get; init; } = QuarantinePolicy.Drop;

    /// <summary>What may go wrong.</summary>
    public HealthLimits Limits() => new(QuarantineAfter, QuarantineRate, CallBudget, QuarantineOverruns);

    public string Name => Plugin.Length > 0 ? Plugin : Handler;
}
