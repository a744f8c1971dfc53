namespace CC.Sdk;

/// <summary>Runs components that other sections configure; for the few handlers that manage others.</summary>
public interface IComponents
{
    /// <summary>Reads options of a manager's own from the section that configures what it manages.</summary>
    /// <exception cref="OptionsException">The section is missing, or a value is invalid.</exception>
    T OptionsOf<T>(string section)
        where T : class, new();

    /// <summary>Makes the daemon that a section names and runs it to its end, whatever that is: its own, its failure, or the cancellation.</summary>
    /// <exception cref="OptionsException">The section names no daemon, or configures it wrongly.</exception>
    Task RunDaemonAsync(string section, CancellationToken cancellationToken);
}
