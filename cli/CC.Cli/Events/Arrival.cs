using CC.Sdk;

namespace CC.Cli.Events;

/// <summary>What has come over the link: a message, or that it was made or lost.</summary>
/// <param name="Message">The message, if it is one.</param>
/// <param name="IsConnected">Whether the link was made.</param>
/// <param name="Why">Why it was lost, or can't be made.</param>
internal readonly record struct Arrival(Message? Message, bool IsConnected = false, string Why = "");
