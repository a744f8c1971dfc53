namespace CC.Server.Components;

/// <summary>The kinds of component.</summary>
internal enum ComponentKind
{
    Handler,
    Daemon,
    Task,
}
