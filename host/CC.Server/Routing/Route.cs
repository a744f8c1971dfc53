namespace CC.Server.Routing;

/// <summary>One line of [routes]: a message type, or <c>*</c>, and the sections of the handlers that get it and all types below it.</summary>
internal sealed record Route(string Pattern, IReadOnlyList<string> Sections);
