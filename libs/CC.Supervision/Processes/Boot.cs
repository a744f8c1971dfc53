namespace CC.Supervision.Processes;

/// <summary>The time since the machine was started. Numbers of processes, and when they were started, mean nothing in another.</summary>
public static class Boot
{
    /// <summary>Its name, as Linux has it; <c>unknown</c> where it has none. Never null.</summary>
    public static string Id { get; } = Read();

    private static string Read()
    {
        try
        {
            return File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return "unknown";
        }
    }
}
