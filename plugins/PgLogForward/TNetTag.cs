namespace CC.Plugins.PgLogForward;

/// <summary>What a tnetstring holds; the letter that ends it.</summary>
internal enum TNetTag
{
    Text = ',',
    Integer = '#',
    Float = '^',
    Boolean = '!',
    Null = '~',
    Map = '}',
    List = ']',
}
