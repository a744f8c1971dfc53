namespace CC.Server.Plugins;

/// <summary>A build that was not taken.</summary>
/// <param name="State">What is the matter with it.</param>
/// <param name="Why">In words.</param>
/// <param name="Time">When.</param>
internal sealed record Refusal(PluginState State, string Why, DateTimeOffset Time);
