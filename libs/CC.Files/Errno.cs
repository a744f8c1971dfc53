namespace CC.Files;

/// <summary>Linux' error numbers that something is decided by.</summary>
internal static class Errno
{
    public const int NoEntry = 2;
    public const int Interrupted = 4;
    public const int Again = 11;
    public const int NoAccess = 13;
    public const int NotDirectory = 20;
    public const int NameTooLong = 36;
    public const int Loop = 40;
}
