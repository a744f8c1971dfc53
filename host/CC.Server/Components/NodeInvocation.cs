namespace CC.Server.Components;

/// <summary>How the node was started, for programs that are started likewise.</summary>
/// <param name="ConfigurationFile">Its configuration.</param>
/// <param name="Verbosity">-1 with -q, 1 with -v, 2 with -vv, or 0.</param>
internal sealed record NodeInvocation(string ConfigurationFile, int Verbosity)
{
    public static NodeInvocation Unknown { get; } = new("", 0);
}
