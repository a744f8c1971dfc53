using CC.Sdk;

namespace CC.Server.Messaging;

/// <summary>What a node knows of those that its messages come from and go to.</summary>
/// <param name="IsReachable">Whether a route still leads somewhere.</param>
/// <param name="MayCommand">Whether who has sent a message may have the node do things.</param>
internal sealed record PeerKnowledge(Func<MessageRoute, bool> IsReachable, Func<Message, bool> MayCommand);
