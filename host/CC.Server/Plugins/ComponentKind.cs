namespace CC.Server.Plugins;

/// <summary>The kinds of component.</summary>
internal enum ComponentKind
{
    Handler,
    Daemon,
}
