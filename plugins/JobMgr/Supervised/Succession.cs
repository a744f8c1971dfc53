using CC.Supervision;

namespace CC.Plugins.JobMgr.Supervised;

/// <summary>
/// Has supervisors of the same jobs follow each other. While a build of this plugin takes over from another there are two managers of one section, which know nothing of each other but what the process keeps; and two
/// sections may name one file by mistake.
/// </summary>
/// <param name="supervisor">The supervisor's name, which that of the next build has too.</param>
/// <param name="stateFile">The file that keeps its jobs; empty for none.</param>
internal sealed class Succession(string supervisor, string stateFile)
{
    /// <summary>How often to look whether it is another section that has the turn, and will not give it back.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(0.2);

    private readonly SemaphoreSlim turn = TurnOf(stateFile.Length > 0 ? stateFile : supervisor);
    private bool isTaken;

    private string Owner => $"{nameof(Succession)}.owner.{stateFile}";

    /// <summary>Completes when the manager before has ended.</summary>
    /// <exception cref="SupervisorException">409: the file is another manager's.</exception>
    public async Task TakeAsync(CancellationToken cancellationToken)
    {
        do
        {
            if (stateFile.Length > 0 && AppDomain.CurrentDomain.GetData(Owner) is string owner && owner != supervisor)
            {
                throw new SupervisorException(409, "state_conflict", $"state = {stateFile} is that of {owner}; give each jobmgr a file of its own");
            }
        }
        while (!await turn.WaitAsync(Pace, cancellationToken));

        isTaken = true;
        AppDomain.CurrentDomain.SetData(Owner, supervisor);
    }

    /// <summary>Lets the next one begin, if this one had.</summary>
    public void Release()
    {
        if (isTaken)
        {
            isTaken = false;
            AppDomain.CurrentDomain.SetData(Owner, null);
            turn.Release();
        }
    }

    /// <summary>The host makes one handler after the other, so that nobody else makes it meanwhile.</summary>
    private static SemaphoreSlim TurnOf(string what)
    {
        var name = $"{nameof(Succession)}.turn.{what}";
        if (AppDomain.CurrentDomain.GetData(name) is not SemaphoreSlim turn)
        {
            AppDomain.CurrentDomain.SetData(name, turn = new SemaphoreSlim(1));
        }

        return turn;
    }
}
