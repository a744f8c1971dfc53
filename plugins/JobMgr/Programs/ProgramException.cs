namespace CC.Plugins.JobMgr.Programs;

/// <summary>A program could not be started, or has ended as it should not.</summary>
internal sealed class ProgramException(string message, int process = 0) : Exception(message)
{
    /// <summary>The process; 0 if there was none.</summary>
    public int Process => process;
}
