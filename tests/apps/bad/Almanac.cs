// The assembly that is not deployed.
public static class Almanac
{
    public static string Page => "42";
}
