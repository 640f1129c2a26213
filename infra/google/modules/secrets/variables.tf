variable "name" {
  description = "What the names of the secrets begin with."
  type        = string
}

variable "given" {
  description = "The settings whose values people give."
  type        = set(string)
}
