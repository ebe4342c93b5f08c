// Package mcp offers the program to agents, by the Model Context Protocol: tools that read, and on request tools that
// write, each of them a command line of the program itself, so that they keep its guards, its pace and its log. What
// comes back is given page by page. What a command does is decided elsewhere, and nothing of a terminal comes in.
package mcp
