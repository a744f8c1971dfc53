namespace CC.Server.Components;

/// <summary>A component can't be made.</summary>
internal sealed class ComponentException(string message, Exception? inner = null) : Exception(message, inner);
