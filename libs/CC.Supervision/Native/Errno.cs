namespace CC.Supervision.Native;

/// <summary>Error numbers of Linux that are told apart here.</summary>
internal static class Errno
{
    public const int NoEntry = 2;
    public const int Interrupted = 4;
    public const int Again = 11;
    public const int NoAccess = 13;
    public const int NotDirectory = 20;
    public const int ExecFormat = 8;
    public const int BrokenPipe = 32;
}
