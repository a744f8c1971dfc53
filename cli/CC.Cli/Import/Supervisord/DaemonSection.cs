namespace CC.Cli.Import.Supervisord;

/// <summary>What <c>[supervisord]</c> says for all programs.</summary>
/// <param name="Environment">Variables.</param>
/// <param name="Umask">The umask.</param>
/// <param name="Directory">The folder.</param>
internal sealed record DaemonSection(IReadOnlyDictionary<string, string> Environment, string? Umask, string? Directory)
{
    public static readonly DaemonSection None = new(new Dictionary<string, string>(), null, null);

    public static DaemonSection Read(Fields fields)
    {
        var variables = ProgramJob.Variables(fields);
        var section = new DaemonSection(variables, fields.Text("umask"), fields.Text("directory"));
        fields.Lose("user", "the node runs as whoever starts it; a job's uid names another");
        fields.Lose("minfds", "a job's limits.nofile says it");
        fields.Lose("minprocs", "a job's limits.nproc says it");
        fields.Lose("childlogdir", "nothing is written without a name; a job's logs name files");
        fields.LoseRest("that is the supervisor's own, and the node has its own configuration");
        return section;
    }
}
