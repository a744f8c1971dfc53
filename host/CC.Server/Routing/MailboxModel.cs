namespace CC.Server.Routing;

/// <summary>How much may wait for a serial handler, and what happens to more.</summary>
internal sealed record MailboxModel(int Size, WhenFull WhenFull);
