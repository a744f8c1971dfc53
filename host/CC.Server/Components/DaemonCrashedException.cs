namespace CC.Server.Components;

/// <summary>A daemon's process has ended as it should not have.</summary>
internal sealed class DaemonCrashedException(string message) : Exception(message);
