namespace CC.Sdk;

/// <summary>A request has no answer, since no route of the node leads from its type to a handler.</summary>
public sealed class NoRouteException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="type">The request's type.</param>
    public NoRouteException(string type)
        : base($"No route leads from {type} to a handler; add one to [routes] of the node's configuration.") => Type = type;

    /// <summary>The request's type.</summary>
    public string Type { get; }
}
